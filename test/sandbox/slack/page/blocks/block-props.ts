import type { JsonObject } from "../../json.ts";

export type BlockProps = { readonly block: JsonObject };
