/** The person asked for what Slack's client would not let them do; the message is for the person. */
export class ClientRefusal extends Error {
  override readonly name = "ClientRefusal";
}
