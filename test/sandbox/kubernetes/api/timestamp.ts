/** `2026-11-23T12:00:00Z`: Kubernetes' times are whole seconds. */
export function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
