import { createContext, useContext } from "react";
import type { JsonObject } from "../../json.ts";
import type { Json, PageContainer } from "../../page-api.ts";

/** An element and the block that it stands in. */
export type Target = { readonly blockId: string; readonly actionId: string; readonly type: string };

/** What Block Kit elements stand on: one message, one modal, or the Home tab. */
export type Surface = {
  readonly container: PageContainer;
  /** `state.values` as it is now. */
  readonly values: JsonObject;
  /** By block id, on a modal that was not accepted. */
  readonly errors: Readonly<Record<string, string>>;
  /** Keeps what the person typed or chose. */
  readonly change: (target: Target, value: JsonObject) => void;
  /** Tells the app of a click or a choice. Resolves when it has answered. */
  readonly act: (target: Target, value: JsonObject) => Promise<void>;
  /** What an external select offers. */
  readonly loadOptions: (target: Target, query: string) => Promise<Json | undefined>;
};

const context = createContext<Surface | undefined>(undefined);

export const SurfaceProvider = context.Provider;

export function useSurface(): Surface {
  const surface = useContext(context);
  if (surface === undefined) throw new Error("there is no SurfaceProvider around this");
  return surface;
}
