import { block } from "./basic-blocks.ts";
import { byType, type Check, list, number, object, oneOf, optional, string } from "./check.ts";

const mostPoints = 20;
// Sources differ (6 or 12 series): the sandbox holds to the lower number.
const mostSeries = 6;
const label = string({ max: 20 });

const point = object({ label, value: number() });
const series = object({ name: label, data: list(point, { min: 1, max: mostPoints }) });
const axes = object({
  categories: list(label, { min: 1, max: mostPoints }),
  x_label: optional(string({ max: 50 })),
  y_label: optional(string({ max: 50 })),
});

const lines = (type: string) =>
  object({ type: oneOf(type), series: list(series, { min: 1, max: mostSeries }), axis_config: axes });

/** Only messages take charts, at most two each. */
export const dataVisualization: Check = block("data_visualization", {
  title: string({ max: 50 }),
  chart: byType({
    pie: object({
      type: oneOf("pie"),
      segments: list(object({ label, value: number({ min: 0 }) }), { min: 1, max: mostSeries }),
    }),
    bar: lines("bar"),
    area: lines("area"),
    line: lines("line"),
  }),
});
