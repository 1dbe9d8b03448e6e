import { parse as parseYaml } from "yaml";
import { badRequest, unsupportedMediaType } from "../status-error.ts";

/** The value of a JSON or YAML body; 400 where it is neither, 415 for anything else (protobuf). */
export function parseBody(body: Buffer, contentType: string | undefined, kind: string): unknown {
  const type = contentType?.split(";")[0]?.trim() ?? "application/json";
  const text = body.toString("utf8");
  try {
    if (type.endsWith("yaml")) return parseYaml(text);
    if (type.endsWith("json") || type === "*/*") return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : "?";
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why}`,
    );
  }
  throw unsupportedMediaType();
}
