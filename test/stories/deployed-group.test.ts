import { startSandboxGround } from "../bench/failover/ground.ts";
import { tellDeployedGroup } from "./deployed-group.ts";

tellDeployedGroup("the sandbox's Kubernetes", startSandboxGround);
