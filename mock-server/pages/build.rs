//! Tells cargo to build again when the browser files that the program embeds have changed. It calls
//! nothing: `npm run build` in `browser` is a step of its own.

fn main() {
    println!("cargo::rerun-if-changed=../browser/dist");
    println!("cargo::rerun-if-changed=../browser/console");
}
