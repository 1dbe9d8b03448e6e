export type StepText = {
  /** What the step does, as a sentence without its full stop. */
  readonly text: string;
  /** The same as lines that a person could type; none where it only waits. */
  readonly commands: readonly string[];
};
