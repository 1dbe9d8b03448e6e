import { defineConfig } from "vitest/config";

const real = ["test/cluster/**/*.test.ts", "test/contracts/real/**/*.test.ts"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "here",
          include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
          exclude: real,
          globalSetup: ["test/sandbox/ensure-programs-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: "cluster", include: real, testTimeout: 180_000, hookTimeout: 180_000, fileParallelism: false } },
    ],
    maxWorkers: 2,
  },
});
