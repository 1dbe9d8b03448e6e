import { expect, test } from "vitest";
import { z } from "zod";
import { formatSentinelEvent, parseSentinelEvent } from "../../src/domain/sentinel-event.ts";
import { recordings } from "../fixtures/recordings.ts";

const Line = z.object({ channel: z.string(), payload: z.string() });
const streams = recordings("sentinel-events", ".jsonl");

test("there are recordings to read", () => {
  expect(streams.length).toBeGreaterThan(0);
});

test.each(streams)("every line of $name is understood and loses nothing", ({ text }) => {
  for (const line of text.trim().split("\n")) {
    const { channel, payload } = Line.parse(JSON.parse(line));
    const event = parseSentinelEvent(channel, payload);
    expect(event.kind, line).not.toBe("unknown");
    expect(formatSentinelEvent(event)).toEqual({ channel, payload });
  }
});
