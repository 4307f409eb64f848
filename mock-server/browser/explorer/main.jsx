// The explorer: GraphiQL, with the credentials of the API above it.
import { usePluginStore } from "@graphiql/react";
import { GraphiQL } from "graphiql";
import "graphiql/style.css";
import { buildSchema } from "graphql";
import { useEffect } from "react";
import { createRoot } from "react-dom/client";
import { AnswerLine } from "./answer_line.jsx";
import { CredentialPanel } from "./credential_panel.jsx";
import { welcome } from "./examples.js";
import { examplesPlugin } from "./examples_panel.jsx";
import "./explorer.css";
import { isNarrow, press } from "./panes.js";
import { repair } from "./screen_reader.js";
import { secretsPlugin } from "./secrets_panel.jsx";
import { settings } from "./settings.js";
import { fetcher } from "./transport.js";

const schema = settings.schema ? buildSchema(settings.schema, { assumeValidSDL: true }) : undefined;
const plugins = [examplesPlugin, secretsPlugin];

// Documents and tabs go with the tab of the browser, like the credentials: they may hold ids of
// people, and sealed PINs.
function Page() {
  // The schema is open, so that it can be browsed at once: its button is there with the plugins.
  const hasButtons = usePluginStore((state) => state.plugins.length > 0);
  useEffect(() => {
    if (hasButtons && !isNarrow()) press("Show Documentation Explorer");
  }, [hasButtons]);
  return (
    <>
      <CredentialPanel />
      <main aria-label="GraphQL editor">
        <GraphiQL
          fetcher={fetcher}
          schema={schema}
          plugins={plugins}
          storage={sessionStorage}
          defaultQuery={welcome}
          isHeadersEditorEnabled={false}
          showPersistHeadersSettings={false}
        >
          <GraphiQL.Logo>
            <span className="logo">{settings.surface}</span>
          </GraphiQL.Logo>
          <GraphiQL.Footer>
            <AnswerLine />
          </GraphiQL.Footer>
        </GraphiQL>
      </main>
    </>
  );
}

const root = document.getElementById("root");
createRoot(root).render(<Page />);
repair(root);
