import { startSandboxGround } from "../bench/failover/ground.ts";
import { tellOverlays } from "./overlays.ts";

tellOverlays("the sandbox's Kubernetes", startSandboxGround);
