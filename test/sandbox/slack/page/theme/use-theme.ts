import { useEffect, useState } from "react";

export type Theme = "light" | "dark";
export type ThemeChoice = Theme | "system";

const key = "sandbox-theme";
const darkScheme = "(prefers-color-scheme: dark)";

/** The theme that shows, and the choice behind it, which this browser remembers. */
export function useTheme(): {
  readonly theme: Theme;
  readonly choice: ThemeChoice;
  readonly choose: (choice: ThemeChoice) => void;
} {
  const [choice, setChoice] = useState(rememberedChoice);
  const [isSystemDark, setIsSystemDark] = useState(() => matchMedia(darkScheme).matches);

  useEffect(() => {
    const scheme = matchMedia(darkScheme);
    const follow = () => setIsSystemDark(scheme.matches);
    scheme.addEventListener("change", follow);
    return () => scheme.removeEventListener("change", follow);
  }, []);

  const theme = choice === "system" ? (isSystemDark ? "dark" : "light") : choice;
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);

  function choose(next: ThemeChoice): void {
    localStorage.setItem(key, next);
    setChoice(next);
  }
  return { theme, choice, choose };
}

function rememberedChoice(): ThemeChoice {
  const remembered = localStorage.getItem(key);
  return remembered === "light" || remembered === "dark" ? remembered : "system";
}
