Feature: What an application needs to know of a person
  Source: partner-card-api, Preconditions on cardUserId.

  @PG-KYC-01
  Scenario: Without a KYC profile the issuer names what is missing
    Given a card user "Ned" of the partner without KYC profile and Sumsub applicant
    When the partner counts its applications
    And the partner applies for "Ned"
    Then createCardApplicationForPartnerUser is refused, naming "CARD_API_ERROR: body must have required property"
    And the partner has as many applications as before

  @PG-KYC-02
  Scenario: Without questionnaire the issuer names the date of birth
    Given a card user "Ned" of the partner whose profile lacks the questionnaire, without Sumsub applicant
    When the partner counts its applications
    And the partner applies for "Ned"
    Then createCardApplicationForPartnerUser is refused, naming "CARD_API_ERROR: body must have required property"
    And createCardApplicationForPartnerUser is refused, naming "'birthDate'"
    And the partner has as many applications as before

  @PG-KYC-02
  Scenario: Without national id the issuer names what is missing
    Given a card user "Ned" of the partner whose profile lacks the nationalId, without Sumsub applicant
    When the partner counts its applications
    And the partner applies for "Ned"
    Then createCardApplicationForPartnerUser is refused, naming "CARD_API_ERROR: body must have required property"
    And the partner has as many applications as before

  @PG-KYC-03
  Scenario Outline: Without <what> the issuer names what is missing
    Given a card user "Ned" of the partner whose profile lacks the <what>, without Sumsub applicant
    When the partner counts its applications
    And the partner applies for "Ned"
    Then createCardApplicationForPartnerUser is refused, naming "CARD_API_ERROR: body must have required property"
    And the partner has as many applications as before

    Examples:
      | what        |
      | phone       |
      | phoneNumber |
      | address     |
      | country     |

  @PG-KYC-04
  Scenario: The whole text without a profile
    Given a card user "Ned" of the partner without KYC profile and Sumsub applicant
    When the partner applies for "Ned"
    Then createCardApplicationForPartnerUser is refused with "CARD_API_ERROR: body must have required property 'sumsubShareToken', 'birthDate', 'key', 'nationalId', 'countryOfIssue', 'address', 'phoneCountryCode', 'phoneNumber'"

  @PG-KYC-04
  Scenario Outline: The whole text without the <what>
    Given a card user "Ned" of the partner whose profile lacks the <what>, without Sumsub applicant
    When the partner applies for "Ned"
    Then createCardApplicationForPartnerUser is refused with "CARD_API_ERROR: body must have required property <names>"

    Examples:
      | what          | names                                                    |
      | questionnaire | 'sumsubShareToken', 'birthDate', 'key', 'nationalId'     |
      | phone         | 'sumsubShareToken', 'key', 'phoneCountryCode', 'phoneNumber' |
      | address       | 'sumsubShareToken', 'key', 'address'                     |
      | country       | 'sumsubShareToken', 'key', 'countryOfIssue'              |

  @PG-KYC-05
  Scenario: A complete profile without Sumsub applicant
    Given a card user "Ned" of the partner without Sumsub applicant
    When the partner applies for "Ned"
    Then createCardApplicationForPartnerUser succeeds (reading "fallback"), or is refused, naming "CARD_API_ERROR" (reading "refuse")

  @PG-KYC-06
  Scenario: A Sumsub applicant with an incomplete profile
    Given a card user "Ned" of the partner whose profile lacks the questionnaire
    When the partner applies for "Ned"
    Then createCardApplicationForPartnerUser succeeds (reading "token_suffices"), or is refused, naming "CARD_API_ERROR" (reading "refuse")
