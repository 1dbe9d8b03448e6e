import type { KnownBlock } from "@slack/types";
import type { AuditEntry } from "../../domain/audit-entry.ts";
import type { Verb } from "../../domain/command.ts";
import { type GroupRef, groupId } from "../../domain/group.ts";
import { helpTexts } from "../../domain/help-texts.ts";
import type { Job } from "../../domain/job.ts";
import type { WhoAmI } from "../../flows/flows.ts";
import { actionIds } from "./action-ids.ts";
import { actions, bullets, button, context, escaped, header, type Message, section, time } from "./elements.ts";
import { mention } from "./job.ts";
import { jobWords } from "./states.ts";

/** The newest jobs, one line each. */
export function jobsMessage(jobs: readonly Job[], group: GroupRef | undefined): Message {
  const where = group === undefined ? "" : ` of ${groupId(group)}`;
  if (jobs.length === 0) return { text: `No jobs${where} yet.`, blocks: [section(`No jobs${where} yet.`)] };
  const lines = jobs.map((job) => {
    const by = job.decidedBy === undefined ? "" : `, decided by ${mention(job.decidedBy)}`;
    return `\`${job.id}\` ${jobWords[job.state]}: recover *${groupId(job.plan.group)}*, asked by ${mention(job.requestedBy)}${by} ${time(job.requestedAtMs)}`;
  });
  return {
    text: `${jobs.length} jobs${where}`,
    blocks: [header(`Jobs${where}`), section(bullets(lines)), context("`/redis job <id>` shows one with its steps.")],
  };
}

/** Who did what, when, with which result; the newest first. */
export function auditMessage(entries: readonly AuditEntry[]): Message {
  if (entries.length === 0) return { text: "No entries.", blocks: [section("The audit log has no such entries.")] };
  const lines = entries.map(({ seq, fact }) => {
    const where = [fact.group, fact.jobId === undefined ? undefined : `job ${fact.jobId}`].filter(
      (part) => part !== undefined,
    );
    return `${seq} ${time(fact.atMs)} ${mention(fact.actor)} *${fact.what}* ${escaped(fact.detail.slice(0, 200))}${where.length === 0 ? "" : ` (${escaped(where.join(", "))})`}`;
  });
  const half = Math.ceil(lines.length / 3);
  const pages = [lines.slice(0, half), lines.slice(half, 2 * half), lines.slice(2 * half)].filter(
    (page) => page.length > 0,
  );
  return {
    text: `${entries.length} audit entries`,
    blocks: [
      header("Audit log"),
      ...pages.map((page) => section(bullets(page))),
      context("`/redis audit verify` proves that no entry was changed or removed."),
    ],
  };
}

export function whoAmIMessage(answer: Awaited<ReturnType<WhoAmI>>): Message {
  const may = answer.verbs.filter((verb) => verb !== "menu").map((verb) => `\`/redis ${verb}\``);
  const protectedText =
    answer.protectedNamespaces.length === 0
      ? "No namespace is protected."
      : `Protected (a second person approves): ${answer.protectedNamespaces.map((name) => `\`${name}\``).join(", ")}.`;
  const text = `You are ${answer.role === "none" ? "on no list" : answer.role}: ${answer.because}.`;
  return { text, blocks: [section(`*${escaped(text)}*\nYou may use ${may.join(", ")}.\n${protectedText}`)] };
}

export function helpMessage(verbs: readonly Verb[], about: Verb | undefined): Message {
  if (about !== undefined) {
    const { usage, long } = helpTexts[about];
    return { text: usage, blocks: [section(`*\`${usage}\`*\n${escaped(long)}`)] };
  }
  const lines = verbs.map((verb) => `\`${helpTexts[verb].usage}\` ${escaped(helpTexts[verb].short)}`);
  return {
    text: "What /redis can do for you",
    blocks: [
      header("What /redis can do for you"),
      section(bullets(lines)),
      context("A group is a namespace, or `namespace/master-name`. `/redis help <command>` tells more."),
    ],
  };
}

/** `/redis` alone. */
export function menuMessage(groups: readonly GroupRef[]): Message {
  return {
    text: "What would you like to do?",
    blocks: [
      section("*What would you like to do?*"),
      ...groupSelect(groups, actionIds.pickStatus, "Status of…"),
      ...groupSelect(groups, actionIds.pickRecover, "Recover…"),
      ...actions([
        button({ text: "Jobs", action: actionIds.listJobs, value: "all" }),
        button({ text: "Audit", action: actionIds.audit, value: "all" }),
        button({ text: "Who am I", action: actionIds.whoami, value: "me" }),
        button({ text: "Help", action: actionIds.help, value: "all" }),
      ]),
    ],
  };
}

/** A select of groups; Slack shows at most a hundred. */
export function groupSelect(groups: readonly GroupRef[], action: string, placeholder: string): KnownBlock[] {
  if (groups.length === 0) return [];
  const options = groups.slice(0, 100).map((group) => ({
    text: { type: "plain_text" as const, text: groupId(group).slice(0, 75) },
    value: groupId(group),
  }));
  return [
    {
      type: "actions",
      elements: [
        { type: "static_select", action_id: action, placeholder: { type: "plain_text", text: placeholder }, options },
      ],
    },
  ];
}
