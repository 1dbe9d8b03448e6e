import { execFileSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

const programs = ["redis-server", "redis-sentinel", "redis-cli", "haproxy"] as const;
const packages = ["redis-server", "redis-sentinel", "haproxy"] as const;
/** Where servers' programs are that a person's path often leaves out. */
export const systemFolders = ["/usr/local/sbin", "/usr/sbin"] as const;
const serviceGate = "/usr/sbin/policy-rc.d";

function missing(): readonly string[] {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), ...systemFolders];
  return programs.filter((program) => !folders.some((folder) => existsSync(join(folder, program))));
}

/**
 * Makes sure that what the manifests run is there, Redis' programs and HAProxy: installs them by `apt-get` where that is possible
 * (root on Debian or Ubuntu). Elsewhere throws an error whose message is one line that says what to install.
 */
export function ensurePrograms(): void {
  if (missing().length === 0) return;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) install();
  const stillMissing = missing();
  if (stillMissing.length === 0) return;
  const how = process.platform === "darwin" ? "brew install redis haproxy" : `apt-get install ${packages.join(" ")}`;
  throw new Error(
    `${stillMissing.join(", ")} not found: install Redis 7 and HAProxy 2.4 or newer (${how}), then start again.`,
  );
}

// Debian's packages start their services at once; exit code 101 of this file tells them not to.
function install(): void {
  const gated = !existsSync(serviceGate);
  if (gated) writeFileSync(serviceGate, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    execFileSync("apt-get", ["update", "-qq"], { env, stdio: "ignore", timeout: 120_000 });
    execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], {
      env,
      stdio: "ignore",
      timeout: 300_000,
    });
  } finally {
    if (gated) rmSync(serviceGate, { force: true });
  }
}
