import { type KubeObject, keyOf } from "../kube-object.ts";
import type { Store } from "../store.ts";

/** Acts on every object of a kind; one that cannot be made out is warned of, and keeps nobody else waiting. */
export function forEach(store: Store, plural: string, act: (object: KubeObject) => void): void {
  for (const object of store.list(plural)) {
    try {
      act(object);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      process.emitWarning(`the sandbox's controllers cannot make out ${plural} ${keyOf(object)}: ${why}`);
    }
  }
}
