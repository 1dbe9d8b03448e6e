import { objectsOf, textOf } from "../json.ts";
import { type Check, list } from "./check.ts";

/** Block ids are unique within a message or a view. */
export const uniqueBlockIds: Check = (value, at) => {
  const ids = objectsOf(value).map((one) => textOf(one["block_id"]));
  return list((_one, where) => {
    const index = Number(where.slice(at.length + 1));
    const id = ids[index];
    if (id === undefined || id === "" || ids.indexOf(id) === index) return [];
    return [{ message: `\`block_id\` "${id}" already exists`, at: `${where}/block_id` }];
  })(value, at);
};

/** At most so many blocks of a type. */
export function atMost(most: number, type: string): Check {
  return (value, at) => {
    const count = objectsOf(value).filter((one) => one["type"] === type).length;
    return count > most ? [{ message: `no more than ${most} \`${type}\` blocks allowed`, at }] : [];
  };
}
