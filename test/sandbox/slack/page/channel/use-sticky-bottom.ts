import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";

const nearBottomPx = 60;

/** Keeps a list at its end while it grows; `isBehind` once the person has scrolled up. */
export function useStickyBottom(content: unknown): {
  readonly list: RefObject<HTMLElement | null>;
  readonly isBehind: boolean;
  readonly toNewest: () => void;
} {
  const list = useRef<HTMLElement>(null);
  const [isBehind, setIsBehind] = useState(false);
  const toNewest = () => list.current?.scrollTo({ top: list.current.scrollHeight });

  useEffect(() => {
    const shown = list.current;
    const follow = () => {
      if (shown !== null) setIsBehind(shown.scrollHeight - shown.scrollTop - shown.clientHeight > nearBottomPx);
    };
    shown?.addEventListener("scroll", follow);
    return () => shown?.removeEventListener("scroll", follow);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the content that grows
  useLayoutEffect(() => {
    if (!isBehind) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [content]);
  return { list, isBehind, toNewest };
}
