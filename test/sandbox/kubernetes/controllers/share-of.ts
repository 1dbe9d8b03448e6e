import { z } from "zod";

/** So many pods, or a part of them: `1`, `"25%"`. */
export const Share = z.union([z.number(), z.string()]);
export type Share = z.infer<typeof Share>;

/** The share in pods, which may be a fraction. */
export function shareOf(share: Share, of: number): number {
  return typeof share === "number" ? share : (Number.parseFloat(share) / 100) * of;
}
