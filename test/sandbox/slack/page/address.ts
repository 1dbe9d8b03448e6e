/** Who and where, kept in the page's address, so that a reload or a second window comes back to the same place. */
export type Address = { readonly user?: string; readonly channel?: string };

export function readAddress(): Address {
  const params = new URLSearchParams(location.search);
  const user = params.get("user");
  const channel = params.get("channel");
  return { ...(user === null ? {} : { user }), ...(channel === null ? {} : { channel }) };
}

export function writeAddress(address: { readonly user: string; readonly channel: string }): void {
  history.replaceState(null, "", `/?${new URLSearchParams(address)}`);
}
