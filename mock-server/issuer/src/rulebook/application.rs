//! Card applications and their KYC preconditions (PG 6).

use super::{section::section, value::choice};

choice! {
    /// A property of the issuer's KYC payload, named as in the issuer's error text (PG 6.4).
    KycProperty {
        /// The Sumsub share token.
        SumsubShareToken = "sumsubShareToken",
        /// Date of birth, from the questionnaire.
        BirthDate = "birthDate",
        /// The issuer's third payload variant, which this flow never sends.
        Key = "key",
        /// National id, from the questionnaire.
        NationalId = "nationalId",
        /// Country of residence.
        CountryOfIssue = "countryOfIssue",
        /// Mailing address.
        Address = "address",
        /// Country code of the phone.
        PhoneCountryCode = "phoneCountryCode",
        /// Number of the phone.
        PhoneNumber = "phoneNumber",
    }
}

choice! {
    /// Treatment of a complete profile without a Sumsub applicant (AMB-PG-06).
    NoApplicant {
        /// The call falls back to the direct payload and goes through.
        Fallback = "fallback",
        /// The application is refused.
        Refuse = "refuse",
    }
}

choice! {
    /// Treatment of a Sumsub applicant with an incomplete profile (AMB-PG-07).
    PartialProfile {
        /// The application is refused, as if there were no applicant.
        Refuse = "refuse",
        /// The share token stands in for the profile.
        TokenSuffices = "token_suffices",
    }
}

choice! {
    /// Answer to a `cardUserId` that has no card user row (AMB-PG-05).
    UnknownUser {
        /// 403, as for a foreign card user.
        Forbidden = "forbidden",
        /// The business refusal of the operation.
        Business = "business",
    }
}

section! {
    /// Rules for applying for a card account.
    Application = "application" {
        /// `isTermsOfServiceAccepted` must be true. Source: public: API reference.
        require_terms: bool = true;
        /// A second application of the same user is refused unless the first is canceled. Source:
        /// public: API reference.
        one_per_user: bool = true;
        /// Accepted forms of `occupation`: `code` (SOC 2018), `title`, `any`. Source:
        /// partner-card-api: Individual card application.
        occupation_forms: Vec<String> = vec!["code".to_owned(), "title".to_owned()];
        /// The first card turns APPROVED into ACTIVE. Source: decided.
        activate_on_first_card: bool = true;
        /// Application status in the answer of the mutation. Source: decided.
        first_status: String = "PENDING".to_owned();
        /// World time between application and decision, in milliseconds; 0 means before the next
        /// request. Source: decided.
        review_delay_ms: i64 = 0, 0..=31_536_000_000;
        /// `walletAddress` must look like an EVM or Solana address. Source: decided.
        check_wallet_address: bool = true;
    }
}

section! {
    /// Rules for the KYC data that an application needs.
    Kyc = "kyc" {
        /// The issuer's Sumsub share-token flow is on. Source: partner-card-api: Preconditions on
        /// cardUserId.
        share_token_enabled: bool = true;
        /// A profile row must exist; otherwise a missing row counts as complete. Source:
        /// partner-card-api: Preconditions on cardUserId.
        require_profile: bool = true;
        /// Properties that the profile must have. Source: partner-card-api: Preconditions on
        /// cardUserId.
        required: Vec<KycProperty> = vec![
            KycProperty::BirthDate,
            KycProperty::NationalId,
            KycProperty::CountryOfIssue,
            KycProperty::Address,
            KycProperty::PhoneCountryCode,
            KycProperty::PhoneNumber,
        ];
        /// Order of the properties in the `CARD_API_ERROR` text; the first three are documented.
        /// Source: decided.
        property_order: Vec<KycProperty> = vec![
            KycProperty::SumsubShareToken,
            KycProperty::BirthDate,
            KycProperty::Key,
            KycProperty::NationalId,
            KycProperty::CountryOfIssue,
            KycProperty::Address,
            KycProperty::PhoneCountryCode,
            KycProperty::PhoneNumber,
        ];
        /// Treatment of a complete profile without a Sumsub applicant (AMB-PG-06). Source:
        /// partner-card-api: Preconditions on cardUserId.
        no_applicant: NoApplicant = NoApplicant::Fallback;
        /// Treatment of a Sumsub applicant with an incomplete profile (AMB-PG-07). Source:
        /// partner-card-api: Preconditions on cardUserId.
        applicant_with_incomplete_profile: PartialProfile = PartialProfile::Refuse;
        /// Answer to a `cardUserId` without a card user row (AMB-PG-05). Source: partner-card-api:
        /// Preconditions on cardUserId; Error Reference.
        unknown_user: UnknownUser = UnknownUser::Forbidden;
    }
}
