//! Requests, lists, idempotency keys and rate limits (MC 4, 6, 15).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// Market whose programs are listed (AMB-MC-02).
    Market {
        /// The country of the caller.
        CallerCountry = "caller_country",
        /// One market for all.
        Platform = "platform",
    }
}

choice! {
    /// Treatment of `Content-Type` on a GET (AMB-MC-07).
    GetContentType {
        /// The header does not matter.
        Ignored = "ignored",
        /// Without it the request is refused, with 415.
        Required = "required",
        /// With it the request is refused, with 415.
        Refused = "refused",
    }
}

choice! {
    /// Answer at a path without its last slash (AMB-MC-06).
    MissingSlash {
        /// 404.
        Strict = "strict",
        /// 308 to the path with the slash.
        Redirect = "redirect",
        /// That of the path with the slash.
        Lenient = "lenient",
    }
}

choice! {
    /// Treatment of members of a body that the contract does not name.
    UnknownFields {
        /// Refused with 400.
        Refuse = "refuse",
        /// Not looked at.
        Ignore = "ignore",
    }
}

choice! {
    /// Callers who share a window of the rate limit.
    RateScope {
        /// Each user alone.
        User = "user",
        /// All users of a world.
        World = "world",
    }
}

section! {
    /// Rules for the list of programs.
    Programs = "mc.programs" {
        /// Market whose programs are listed (AMB-MC-02). Source: managed-cards: List active card
        /// programs.
        market: Market = Market::CallerCountry;
        /// Treatment of `Content-Type` on a GET (AMB-MC-07). Source: managed-cards: List active card
        /// programs.
        get_content_type: GetContentType = GetContentType::Ignored;
        /// Programs that are disabled in their market are listed. Source: managed-cards: List active
        /// card programs.
        list_disabled: bool = false;
        /// Programs without an issuing partner are listed. Source: managed-cards: List active card
        /// programs.
        list_unrouted: bool = false;
    }
}

section! {
    /// Rules for requests that are refused before any operation.
    Errors = "mc.error" {
        /// Answer at a path without its last slash (AMB-MC-06). Source: managed-cards: Endpoints.
        missing_slash: MissingSlash = MissingSlash::Strict;
        /// Treatment of members of a body that the contract does not name. Source: decided.
        unknown_fields: UnknownFields = UnknownFields::Refuse;
        /// A refusal of a method names those that are served, in `Allow`. Source: decided.
        allow_header: bool = true;
        /// HEAD is served where GET is. Source: decided.
        serves_head: bool = true;
        /// Largest body, in bytes. Source: decided.
        max_body_bytes: i64 = 65_536, 1..=1_048_576;
    }
}

section! {
    /// Rules for the pages of lists.
    Page = "mc.page" {
        /// Items of a page that asks for no number. Source: decided.
        default_limit: i64 = 20, 1..=1000;
        /// Most items of a page. Source: decided.
        max_limit: i64 = 100, 1..=1000;
        /// A page repeats the last item of the one before. Source: decided.
        cursor_overlap: bool = false;
        /// A limit out of range is brought into range. Source: decided.
        clamps_limit: bool = false;
    }
}

section! {
    /// Rules for idempotency keys.
    Idempotency = "mc.idempotency" {
        /// Operations that ignore the key. Source: decided.
        skip_operations: Vec<String> = Vec::new();
        /// Another body under the same key is refused. Source: decided.
        checks_body: bool = true;
        /// Keys belong to a user. Source: decided.
        scope_user: bool = true;
        /// Time for which an answer is kept, in milliseconds. Source: decided.
        ttl_ms: i64 = 86_400_000, 1..=31_536_000_000;
        /// Refusals are given again too. Source: decided.
        keeps_refusals: bool = false;
    }
}

section! {
    /// Rules for rate limits.
    Rate = "mc.rate" {
        /// Answers have the three headers. Source: decided.
        headers: bool = true;
        /// Calls beyond the limit are refused. Source: decided.
        enforced: bool = true;
        /// Calls in a window; 0 for no limit. Source: decided.
        limit: i64 = 600, 0..=1_000_000_000;
        /// Length of a window, in milliseconds. Source: decided.
        window_ms: i64 = 60_000, 1..=31_536_000_000;
        /// Callers who share a window. Source: decided.
        scope: RateScope = RateScope::User;
    }
}
