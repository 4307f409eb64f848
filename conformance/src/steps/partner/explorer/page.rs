//! Scripts that find their way on an explorer page. A page is known by what people see of it: the
//! names of inputs, the roles of buttons, and the class names of GraphiQL, of whatever version.

/// Sets the focus on the input of a name, and tells whether there is one. The name may be in its
/// label, its placeholder, its id or its name, in any spelling.
pub(super) const TYPE_IN: &str = r"
    const plain = (text) => (text ?? '').toLowerCase().replace(/[^a-z]/g, '');
    const names = (field) => [field.id, field.name, field.placeholder, field.ariaLabel,
        ...[...(field.labels ?? [])].map((label) => label.textContent)];
    const all = [...document.querySelectorAll('input, textarea')];
    const found = all.find((field) => names(field).some((name) => plain(name).includes(plain(arguments[0]))));
    if (!found || found.disabled || found.readOnly) return false;
    found.dataset.suite = arguments[0];
    found.focus();
    return document.activeElement === found;";

/// The value of an input that was found before; null when there is none.
pub(super) const FIELD: &str =
    "return document.querySelector(`[data-suite='${arguments[0]}']`)?.value ?? null;";

/// Opens the root types of the schema browser one after the other, and tells whether a name is shown
/// in it. The documents that stand in editors do not count.
pub(super) const NAMES: &str = r"
    const isThere = () => {
        const copy = document.body.cloneNode(true);
        copy.querySelectorAll('script, textarea, .CodeMirror, .monaco-editor, [class*=example i]')
            .forEach((one) => one.remove());
        return new RegExp(`\\b${arguments[0]}\\b`).test(copy.textContent);
    };
    if (isThere()) return true;
    const links = [...document.querySelectorAll('a, button')];
    const named = (names) => links.find((one) =>
        names.some((name) => name.test((one.ariaLabel ?? one.textContent ?? '').trim())));
    window.suiteStep = (window.suiteStep ?? 0) + 1;
    const closed = named([/^(show|open) (documentation|docs|schema)/i, /^docs$/i]);
    const back = named([/^(go back to )?(docs|schema|root)$/i, /^<? ?(schema|docs)$/i]);
    const root = named([window.suiteStep % 4 < 2 ? /^Mutation$/ : /^Query$/]);
    (root ?? back ?? closed)?.click();
    return false;";

/// Counts the signatures that WebCrypto makes, from before the page's own scripts on.
pub(super) const COUNT_SIGNATURES: &str = r"
    window.suiteSignatures = 0;
    if (window.SubtleCrypto) {
        const sign = SubtleCrypto.prototype.sign;
        SubtleCrypto.prototype.sign = function (...all) {
            window.suiteSignatures += 1;
            return sign.apply(this, all);
        };
    }";

/// Sets the focus into the editor of queries, and tells whether there is one.
pub(super) const FOCUS_EDITOR: &str = r"
    const field = document.querySelector(
        '.graphiql-query-editor textarea, .query-editor textarea, .monaco-editor textarea, .CodeMirror textarea');
    field?.focus();
    return Boolean(field) && document.activeElement === field;";

/// Presses the button that runs the query, and tells whether there is one.
pub(super) const CLICK_RUN: &str = r"
    const button = document.querySelector('.graphiql-execute-button, .execute-button')
        ?? [...document.querySelectorAll('button')].find((one) =>
            /^(execute|run|play)/i.test((one.ariaLabel ?? one.title ?? one.textContent ?? '').trim()));
    button?.click();
    return Boolean(button);";

/// The stores besides sessionStorage that hold a text, by their names.
pub(super) const STORES: &str = r"
    const stores = {
        localStorage: JSON.stringify({ ...localStorage }),
        cookies: document.cookie,
        address: location.href,
        'the name of the window': window.name,
    };
    return Object.keys(stores).filter((name) => stores[name].includes(arguments[0]));";
