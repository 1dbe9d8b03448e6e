import { expect, test } from "vitest";
import { createPace } from "../../src/slack/pace.ts";
import { createFakeClock } from "../fakes/clock.ts";

function start() {
  const clock = createFakeClock();
  const sent: string[] = [];
  const send = (what: string) => async () => void sent.push(what);
  return { clock, sent, send, pace: createPace({ clock, gapMs: 1000 }) };
}

test("the first is sent at once, each other one a second after the one before, in order", async () => {
  const { clock, sent, send, pace } = start();
  for (const what of ["a", "b", "c"]) pace.send(send(what));
  await clock.advance(0);
  expect(sent).toEqual(["a"]);
  await clock.advance(999);
  expect(sent).toEqual(["a"]);
  await clock.advance(1);
  expect(sent).toEqual(["a", "b"]);
  await clock.advance(1000);
  expect(sent).toEqual(["a", "b", "c"]);
});

test("a newer one takes the place of one that waits, and both resolve with it", async () => {
  const { clock, sent, send, pace } = start();
  const first = pace.sendNewest("x", send("1"));
  await first;
  const both = [pace.sendNewest("x", send("2")), pace.sendNewest("x", send("3"))];
  const other = pace.sendNewest("y", send("other"));
  await clock.advance(2000);
  await Promise.all([...both, other]);
  expect(sent).toEqual(["1", "3", "other"]);
});

test("one that comes while its elder is being sent is sent after it", async () => {
  const { clock, sent, send, pace } = start();
  const going = Promise.withResolvers<void>();
  const first = pace.sendNewest("x", () => going.promise);
  await clock.advance(0);
  const second = pace.sendNewest("x", send("2"));
  going.resolve();
  await first;
  await clock.advance(1000);
  await second;
  expect(sent).toEqual(["2"]);
});

test("one that fails tells whoever sent it, and holds up nobody", async () => {
  const { clock, sent, send, pace } = start();
  const failing = pace.send(() => Promise.reject(new Error("no")));
  const next = pace.send(send("next"));
  await expect(failing).rejects.toThrow("no");
  await clock.advance(1000);
  await next;
  expect(sent).toEqual(["next"]);
});

test("what is urgent goes before whatever else waits, and no faster than the gap", async () => {
  const { clock, sent, send, pace } = start();
  for (const what of ["a", "b", "c"]) pace.send(send(what));
  await clock.advance(500);
  for (const what of ["alert", "other alert"]) pace.sendFirst(send(what));
  await clock.advance(0);
  expect(sent).toEqual(["a"]);
  await clock.advance(1500);
  expect(sent).toEqual(["a", "alert", "other alert"]);
  await clock.advance(2000);
  expect(sent).toEqual(["a", "alert", "other alert", "b", "c"]);
});

test("after a time without anything the next one is sent at once", async () => {
  const { clock, sent, send, pace } = start();
  await pace.send(send("a"));
  await clock.advance(5000);
  pace.send(send("b"));
  await clock.advance(0);
  expect(sent).toEqual(["a", "b"]);
});
