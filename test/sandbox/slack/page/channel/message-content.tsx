import type { ReactElement } from "react";
import { objectsOf } from "../../json.ts";
import type { PageMessage } from "../../page-api.ts";
import { Blocks } from "../blocks/blocks.tsx";
import { SurfaceProvider } from "../elements/surface.ts";
import { useNewSurface } from "../elements/use-new-surface.ts";
import { Mrkdwn } from "../text/mrkdwn.tsx";

/** The blocks of a message, or its text where it has none. */
export function MessageContent({ message }: { readonly message: PageMessage }): ReactElement {
  const blocks = objectsOf(message.blocks === undefined ? undefined : [...message.blocks]);
  const surface = useNewSurface({
    container: { kind: "message", channel: message.channel, ts: message.ts },
    blocks,
  });
  if (blocks.length === 0) return <Mrkdwn text={message.text} />;
  return (
    <SurfaceProvider value={surface}>
      <Blocks blocks={blocks} />
    </SurfaceProvider>
  );
}
