import type { CorePorts } from "../../src/flows/core.ts";

const unexpected = () => Promise.reject(new Error("this test deploys nothing"));

/** For cores that nobody asks for a deployment: whoever does fails. */
export const nothingToDeploy: Pick<CorePorts, "objects" | "readFiles" | "newPassword"> = {
  objects: {
    rehearse: unexpected,
    apply: unexpected,
    find: unexpected,
    remove: unexpected,
    rollout: unexpected,
    hindrances: unexpected,
  },
  readFiles: () => undefined,
  newPassword: () => "",
};
