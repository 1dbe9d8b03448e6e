import type { AuditEntry } from "../../domain/audit-entry.ts";
import type { Verb } from "../../domain/command.ts";
import { type GroupRef, groupId } from "../../domain/group.ts";
import { helpTexts } from "../../domain/help-texts.ts";
import type { Job } from "../../domain/job.ts";
import type { WhoAmI } from "../../flows/flows.ts";
import { actionIds } from "./action-ids.ts";
import { actions, bulletSections, button, context, dayAndTime, header, section } from "./elements.ts";
import { groupSelect } from "./group-select.ts";
import { mention } from "./job.ts";
import { type Message, message, plain } from "./message.ts";
import { jobWords } from "./states.ts";
import { clipped, clippedMiddle, escaped, escapedCode, fitting } from "./text.ts";

/** The newest jobs, one line each. */
export function jobsMessage(jobs: readonly Job[], group: GroupRef | undefined): Message {
  const where = group === undefined ? "" : ` of ${clippedMiddle(groupId(group), 100)}`;
  if (jobs.length === 0) return plain(`No jobs${escaped(where)} yet.`);
  return message({
    text: `${jobs.length} ${jobs.length === 1 ? "job" : "jobs"}${where}: ${jobs.map(({ id, state }) => `${id} ${state}`).join(", ")}`,
    head: [header(`Jobs${where}`)],
    body: bulletSections(jobs.map(jobLine)),
    tail: [context("`/redis job &lt;id&gt;` shows one with its steps.")],
  });
}

function jobLine({ id, kind, state, plan, requestedBy, requestedAtMs, decidedBy }: Job): string {
  const by = decidedBy === undefined ? "" : `, decided by ${mention(decidedBy)}`;
  const name = escaped(groupId(plan.group));
  return `\`${id}\` ${jobWords[state]}: ${kind} *${name}*, asked by ${mention(requestedBy)}${by} ${dayAndTime(requestedAtMs)}`;
}

/** Who did what, when, with which result; the newest first. */
export function auditMessage(entries: readonly AuditEntry[]): Message {
  if (entries.length === 0) return plain("The audit log has no such entries.");
  return message({
    text: `${entries.length} audit ${entries.length === 1 ? "entry" : "entries"}, the newest first`,
    head: [header("Audit log")],
    body: bulletSections(entries.map(entryLine)),
    tail: [context("`/redis audit verify` proves that no entry was changed or removed.")],
  });
}

function entryLine({ seq, fact }: AuditEntry): string {
  const { atMs, actor, what, detail, group, jobId } = fact;
  const about = [group, jobId === undefined ? undefined : `job ${jobId}`].filter((part) => part !== undefined);
  const where = about.length === 0 ? "" : ` (${escaped(about.join(", "))})`;
  return `${seq} ${dayAndTime(atMs)} ${mention(actor)} *${what}* ${clipped(escaped(detail), 200)}${where}`;
}

export function whoAmIMessage({ role, because, verbs, protectedNamespaces }: Awaited<ReturnType<WhoAmI>>): Message {
  const may = verbs.filter((verb) => verb !== "menu").map((verb) => `\`/redis ${verb}\``);
  const names = fitting(
    protectedNamespaces.map((name) => `\`${escapedCode(name)}\``),
    1500,
  );
  const text = `You are ${role === "none" ? "on no list" : role}: ${because}.`;
  const lines = [
    `*${escaped(text)}*`,
    may.length === 0 ? "You may use nothing here." : `You may use ${may.join(", ")}.`,
    names.length === 0 ? "No namespace is protected." : `Protected (a second person approves): ${names.join(", ")}.`,
  ];
  return { text: escaped(text), blocks: [section(lines.join("\n"))] };
}

/** What the asker may do; `about`: one command, also one that takes more than the asker is. */
export function helpMessage(verbs: readonly Verb[], about: Verb | undefined): Message {
  if (about !== undefined) {
    const { usage, short, long } = helpTexts[about];
    const not = verbs.includes(about) ? "" : "\n:no_entry_sign: not yours: `/redis whoami` tells what you may do.";
    const blocks = [section(`*\`${escapedCode(usage)}\`*\n${escapedHelp(long)}${not}`)];
    return { text: escaped(`${usage}: ${short}`), blocks };
  }
  const lines = verbs.map((verb) => `\`${escapedCode(helpTexts[verb].usage)}\` ${escapedHelp(helpTexts[verb].short)}`);
  return message({
    text: "What /redis can do for you",
    head: [header("What /redis can do for you")],
    body: bulletSections(lines),
    tail: [context("A group is a namespace, or `namespace/master-name`. `/redis help &lt;command&gt;` tells more.")],
  });
}

/** Help is our own text: its back-ticks are meant. */
function escapedHelp(text: string): string {
  return text.replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** `/redis` alone, with what the asker may do. */
export function menuMessage(groups: readonly GroupRef[], verbs: readonly Verb[]): Message {
  const toRecover = { groups, action: actionIds.pickRecover, placeholder: "Recover…" };
  const toFailOver = { groups, action: actionIds.pickFailover, placeholder: "Fail over…" };
  return {
    text: "What would you like to do?",
    blocks: [
      section("*What would you like to do?*"),
      ...groupSelect({ groups, action: actionIds.pickStatus, placeholder: "Status of…" }),
      ...(verbs.includes("recover") ? groupSelect(toRecover) : []),
      ...(verbs.includes("failover") ? groupSelect(toFailOver) : []),
      ...actions([
        button({ text: "Jobs", action: actionIds.listJobs, value: "all" }),
        button({ text: "Audit", action: actionIds.audit, value: "all" }),
        button({ text: "Who am I", action: actionIds.whoami, value: "me" }),
        button({ text: "Help", action: actionIds.help, value: "all" }),
      ]),
    ],
  };
}
