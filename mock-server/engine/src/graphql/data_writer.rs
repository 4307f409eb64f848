//! The data of a response as bytes.

use async_graphql::Value;

/// Writes data. Tables answer with JSON that is written already; it goes out as it is.
pub fn written(data: &Value, out: &mut Vec<u8>) {
    match data {
        Value::Binary(written) => out.extend_from_slice(written),
        Value::Object(members) => {
            out.push(b'{');
            for (at, (name, value)) in members.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                plain(name.as_str(), out);
                out.push(b':');
                written(value, out);
            }
            out.push(b'}');
        }
        Value::List(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                written(item, out);
            }
            out.push(b']');
        }
        other => plain(other, out),
    }
}

fn plain<T: serde::Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) {
    serde_json::to_writer(out, value).expect("memory takes what is written to it");
}
