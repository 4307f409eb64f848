//! The mocked APIs and the control plane, which do not know each other.

pub use mock_server_apis::*;
pub use mock_server_control::control;
