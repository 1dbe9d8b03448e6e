import { startWholeKubernetes } from "../sandbox/start-whole-kubernetes.ts";
import { objectStoreContract } from "./object-store.ts";
import { startObjectStoreOn } from "./object-store-on-kubernetes.ts";
import { underTest } from "./sandbox-kubernetes.ts";

objectStoreContract("the adapter on the sandbox's Kubernetes", async () =>
  startObjectStoreOn(underTest(await startWholeKubernetes())),
);
