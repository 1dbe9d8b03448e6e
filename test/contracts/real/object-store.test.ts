import { objectStoreContract } from "../object-store.ts";
import { startObjectStoreOn } from "../object-store-on-kubernetes.ts";
import { requireKubeconfig, startRealKubernetes } from "./real-kubernetes.ts";

requireKubeconfig();
objectStoreContract("the adapter on a real cluster", async () => startObjectStoreOn(await startRealKubernetes()));
