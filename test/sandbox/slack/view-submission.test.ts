import { afterEach, expect, test } from "vitest";
import { eventually, startSocketBot, type TestBot } from "./bolt-app.ts";
import { modal, openModal, opens } from "./test-modal.ts";

let bot: TestBot | undefined;
afterEach(async () => {
  await bot?.stop();
  bot = undefined;
});

test("a submission carries the values by block and action, and closes the modal", async () => {
  const states: unknown[] = [];
  bot = await startSocketBot((app) => {
    opens(app);
    app.view("recover", async ({ ack, view }) => {
      states.push(view.state.values);
      await ack();
    });
  });
  const { olga, view } = await openModal(bot);

  expect(await olga.submit(view, { why: "master lost", mode: "careful" })).toEqual({});
  expect(olga.modals()).toEqual([]);
  expect(states).toMatchObject([
    {
      why: { text: { type: "plain_text_input", value: "master lost" } },
      mode: { mode: { type: "static_select", selected_option: { value: "careful", text: { text: "Careful" } } } },
    },
  ]);
});

test("errors that the app answers stand at their blocks, and the modal stays", async () => {
  bot = await startSocketBot((app) => {
    opens(app);
    app.view("recover", ({ ack }) => ack({ response_action: "errors", errors: { why: "Too short." } }));
  });
  const { olga, view } = await openModal(bot);

  expect(await olga.submit(view, { why: "x" })).toEqual({ why: "Too short." });
  expect(olga.modals()).toMatchObject([{ id: view.id, errors: { why: "Too short." } }]);
});

test("an empty required input never reaches the app", async () => {
  bot = await startSocketBot(opens);
  const { olga, view } = await openModal(bot);

  expect(await olga.submit(view)).toEqual({ why: "Please complete this required field." });
});

test("an unanswered submission leaves the modal open with Slack's notice", async () => {
  bot = await startSocketBot((app) => opens(app), { timings: { ackMs: 100 } });
  const { olga, view } = await openModal(bot);
  await olga.submit(view, { why: "x" });

  expect(olga.modals()).toHaveLength(1);
  expect(olga.notices()).toEqual(["We had some trouble connecting. Try again? (operation_timeout)"]);
});

test("response_action update, push and clear move the stack", async () => {
  const answers = [
    { response_action: "update", view: modal("Updated") } as const,
    { response_action: "push", view: modal("Pushed") } as const,
    { response_action: "clear" } as const,
  ];
  bot = await startSocketBot((app) => {
    opens(app);
    app.view("recover", async ({ ack }) => {
      const answer = answers.shift();
      if (answer !== undefined) await ack(answer);
    });
  });
  const { olga, view } = await openModal(bot);
  const titles = () => olga.modals().map((one) => one.title);

  await olga.submit(view, { why: "x" });
  expect(titles()).toEqual(["Updated"]);
  await olga.submit(view, { why: "x" });
  expect(titles()).toEqual(["Updated", "Pushed"]);
  await olga.submit(await eventually(() => olga.modals().at(-1)), { why: "x" });
  expect(titles()).toEqual([]);
});
