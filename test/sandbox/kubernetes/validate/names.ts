import type { Cause } from "../status-error.ts";

type FieldCause = Cause & { readonly field: string };

const subdomain = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  longest: 253,
  rule:
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character " +
    "(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
};
const label = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  longest: 63,
  rule:
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character " +
    "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
};
const serviceLabel = {
  pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  longest: 63,
  rule:
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character " +
    "(e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
};

/** What is wrong with an object's name. */
export function nameFaults(kind: string, name: string): readonly FieldCause[] {
  return faultsOf(name, "metadata.name", kind === "Namespace" ? label : kind === "Service" ? serviceLabel : subdomain);
}

/** What is wrong with a name that must be a DNS label: a container's, a volume's. */
export function labelFaults(name: string, field: string): readonly FieldCause[] {
  return faultsOf(name, field, label);
}

function faultsOf(name: string, field: string, { pattern, longest, rule }: typeof label): readonly FieldCause[] {
  const quoted = JSON.stringify(name);
  if (name.length > longest) {
    return [{ field, message: `Invalid value: ${quoted}: must be no more than ${longest} characters` }];
  }
  return pattern.test(name) ? [] : [{ field, message: `Invalid value: ${quoted}: ${rule}` }];
}
