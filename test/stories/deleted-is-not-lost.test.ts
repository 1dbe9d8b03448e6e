import { startSandboxGround } from "../bench/failover/ground.ts";
import { tellDeletedIsNotLost } from "./deleted-is-not-lost.ts";

tellDeletedIsNotLost("the sandbox's Kubernetes", startSandboxGround);
