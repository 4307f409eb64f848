// The line below an answer: its status, and why a request was refused.
import { useEffect, useState } from "react";
import { consoleLink, diagnosis } from "./control.js";
import { learn } from "./examples.js";
import { onAnswer } from "./transport.js";

function wasRefused({ status, json }) {
  const failed = Object.values(json?.data ?? {}).some((one) => one?.success === false);
  return status >= 400 || Boolean(json?.errors) || failed;
}

export function AnswerLine() {
  const [answer, setAnswer] = useState(null);
  const [why, setWhy] = useState(null);
  useEffect(() => {
    onAnswer((next) => {
      learn(next.json);
      setAnswer(next);
      setWhy(null);
      if (next.path && next.status >= 400) diagnosis(next.path).then(setWhy, () => {});
    });
  }, []);
  if (!answer) return null;
  const link = consoleLink(answer.path);
  return (
    <div className={wasRefused(answer) ? "answer refused" : "answer"} role="status">
      <span className="status">{answer.status}</span> <span>{answer.took} ms</span>
      {why && (
        <p>
          {why.says} {why.fix}
        </p>
      )}
      {link && <a href={link}>{wasRefused(answer) ? "Why? See this request in the console" : "This request in the console"}</a>}
    </div>
  );
}
