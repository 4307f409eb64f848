// A panel of GraphiQL with the story of a card.
import { useEditorContext } from "@graphiql/react";
import { examples, variablesOf } from "./examples.js";
import { isNarrow, press } from "./panes.js";

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M6 4l14 8-14 8z" strokeLinejoin="round" />
    </svg>
  );
}

function Examples() {
  const { queryEditor, variableEditor } = useEditorContext({ nonNull: true });
  const load = (example) => {
    queryEditor?.setValue(example.query);
    variableEditor?.setValue(variablesOf(example));
    if (isNarrow()) press("Hide Examples");
  };
  return (
    <section aria-label="Examples">
      <h2 className="panel-title">Examples</h2>
      <ol className="examples">
        {examples.map((example) => (
          <li key={example.title}>
            <button type="button" onClick={() => load(example)}>
              <strong>{example.title}</strong>
              <span>{example.says}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

export const examplesPlugin = { title: "Examples", icon: Icon, content: Examples };
