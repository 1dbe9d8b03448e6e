/** What people call a setting whose name is too far from it to be found by its letters. */
const otherNames: Readonly<Record<string, string>> = {
  // bash keeps GROUPS for itself and drops what is assigned to it.
  GROUPS: "WATCH_GROUPS",
  SLACK_TOKEN: "SLACK_BOT_TOKEN",
  SLACK_CHANNEL_ID: "SLACK_CHANNEL",
};

/** The setting that was probably meant by a name that is none; undefined where none is near. */
export function nearestSetting(name: string, settings: readonly string[]): string | undefined {
  if (settings.includes(name)) return undefined;
  const most = Math.min(2, Math.floor(name.length / 4));
  const near = settings
    .map((setting) => ({ setting, distance: editDistance(name, setting) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance);
  return otherNames[name] ?? near[0]?.setting;
}

// Levenshtein's: how many letters must be added, dropped or replaced.
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const [left = 0, above = 0, corner = 0] = [next[j], row[j + 1], row[j]];
      next.push(Math.min(left + 1, above + 1, corner + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
