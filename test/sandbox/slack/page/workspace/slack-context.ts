import { createContext, useContext } from "react";
import type { Json, PageRequest, PageState } from "../../page-api.ts";
import type { Theme } from "../theme/use-theme.ts";

type WithoutUser<T> = T extends { readonly userId: string } ? Omit<T, "userId"> : never;

/** A request of the person at the page, whose id is added. */
export type Request = WithoutUser<PageRequest>;

export type Slack = {
  readonly state: PageState;
  readonly userId: string;
  readonly theme: Theme;
  /** Undefined where it was refused: the reason is then shown. */
  readonly send: (request: Request) => Promise<Json | undefined>;
};

const context = createContext<Slack | undefined>(undefined);

export const SlackProvider = context.Provider;

/** What every part of the page needs to know. */
export function useSlack(): Slack {
  const slack = useContext(context);
  if (slack === undefined) throw new Error("there is no SlackProvider around this");
  return slack;
}
