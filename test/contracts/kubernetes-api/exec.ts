import { beforeAll, describe, expect, test } from "vitest";
import { until } from "../until.ts";
import { failure, type Suite } from "./clients.ts";
import { runInPod } from "./run-in-pod.ts";
import { idle, scriptPod, untilRunning } from "./test-pod.ts";

export function describeExec(suite: Suite): void {
  describe("exec and logs", () => {
    let target = { namespace: "", name: "pod" };
    beforeAll(async () => {
      target = { ...target, namespace: await suite.kubernetes().freshNamespace() };
      const body = scriptPod(target.name, `echo first; echo second; ${idle}`);
      await suite.admin().core.createNamespacedPod({ namespace: target.namespace, body });
      await untilRunning(suite.admin(), target.namespace, target.name);
    });

    test("a command's output comes on two streams, and its success in the status", async () => {
      const { config } = suite.admin();
      const ran = await runInPod(config, target, ["sh", "-c", "echo out; echo err >&2"]);
      expect(ran).toMatchObject({ stdout: "out\n", stderr: "err\n", status: { status: "Success" } });
    });

    test("an exit code other than zero is in the status' causes", async () => {
      const { status } = await runInPod(suite.admin().config, target, ["sh", "-c", "exit 3"]);
      expect(status).toMatchObject({
        status: "Failure",
        reason: "NonZeroExitCode",
        message: expect.stringMatching(/^command terminated with non-zero exit code: .*exit code 3$/),
        details: { causes: [{ reason: "ExitCode", message: "3" }] },
      });
    });

    test("stdin is read to its end", async () => {
      const text = `${"line\n".repeat(2_000)}last`;
      const ran = await runInPod(suite.admin().config, target, ["sh", "-c", "cat; echo; echo done"], text);
      expect(ran.stdout).toBe(`${text}\ndone\n`);
      expect(ran.status.status).toBe("Success");
    });

    test("arguments are passed as they are: no shell looks at them", async () => {
      const words = ["a b", "$HOME", "*", "'", "ü"];
      const ran = await runInPod(suite.admin().config, target, ["printf", "%s\n", ...words]);
      expect(ran.stdout.trimEnd().split("\n")).toEqual(words);
    });

    test("a command has the container's environment", async () => {
      const ran = await runInPod(suite.admin().config, target, ["sh", "-c", 'test -d "$DATA_DIR" && echo "$POD_IP"']);
      const pod = await suite.admin().core.readNamespacedPod(target);
      expect(ran.stdout).toBe(`${pod.status?.podIP}\n`);
    });

    test("a command that is not there is a failure without an exit code of its own", async () => {
      const { status } = await runInPod(suite.admin().config, target, ["no-such-command"]);
      expect(status.status).toBe("Failure");
      expect(status.message).toMatch(/no-such-command/);
    });

    test("a pod that is not there, and a container that is not there, are refused as such", async () => {
      const { core, config } = suite.admin();
      const nobody = { namespace: target.namespace, name: "nobody" };
      await expect(runInPod(config, nobody, ["true"])).rejects.toMatchObject({
        message: "Unexpected server response: 404",
      });
      expect(await failure(core.connectGetNamespacedPodExec({ ...nobody, command: "true" }))).toMatchObject({
        code: 404,
        status: { message: 'pods "nobody" not found' },
      });
      const wrong = core.connectGetNamespacedPodExec({ ...target, container: "other", command: "true" });
      expect(await failure(wrong)).toMatchObject({
        code: 400,
        status: { reason: "BadRequest", message: "container other is not valid for pod pod" },
      });
    });

    test("logs are what the container wrote, in whole or from the end", async () => {
      const { core } = suite.admin();
      const whole = await until("two lines", async () => {
        const text = await core.readNamespacedPodLog(target);
        return text.includes("second") && text;
      });
      expect(whole).toBe("first\nsecond\n");
      expect(await core.readNamespacedPodLog({ ...target, tailLines: 1 })).toBe("second\n");
    });
  });
}
