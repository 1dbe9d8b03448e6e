/** When the message with this ts was posted. */
export function timeOfTs(ts: string): Date {
  return new Date(Number(ts) * 1_000);
}
