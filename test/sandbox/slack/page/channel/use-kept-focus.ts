import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import type { PageMessage } from "../../page-api.ts";

/** An edit may take away the button that was just pressed; the focus then stays at its message instead of nowhere. */
export function useKeptFocus(message: PageMessage): RefObject<HTMLElement | null> {
  const row = useRef<HTMLElement>(null);
  const hadFocus = useRef(false);

  useEffect(() => {
    const follow = () => {
      if (document.activeElement !== document.body) {
        hadFocus.current = row.current?.contains(document.activeElement) ?? false;
      }
    };
    document.addEventListener("focusin", follow);
    return () => document.removeEventListener("focusin", follow);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the edit that may have taken the focus away
  useLayoutEffect(() => {
    if (hadFocus.current && document.activeElement === document.body) row.current?.focus();
  }, [message]);
  return row;
}
