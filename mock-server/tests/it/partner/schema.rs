//! The schema as a partner sees it.

use mock_server::surfaces::partner::Partner;

#[test]
fn the_schema() {
    insta::assert_snapshot!(Partner::sdl());
}
