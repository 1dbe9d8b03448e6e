/** What somebody typed, short enough to be shown back. */
export function shown(text: string): string {
  const characters = [...text];
  return characters.length > 60 ? `${characters.slice(0, 60).join("")}…` : text;
}
