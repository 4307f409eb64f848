Feature: Cardholders
  One cardholder for each user, with the data that a provider asks for.
  Source: envelope-rest, Common error slugs; public: cardholder-creation, release-note.

  @ER-HOLDER-01
  Scenario: Members of a new cardholder
    Given a user "Ann" of the project
    When the project submits the KYC data of "Ann"
    Then it is served
    And the answer has texts as
      | cardholder_id       |
      | subprovider_code    |
      | registration_status |
      | kyc_status          |

  @ER-HOLDER-02
  Scenario: A cardholder is found by its user
    Given a user "Ann" of the project
    When the project submits the KYC data of "Ann"
    Then it is served
    When the project asks for the cardholder of "Ann"
    Then both show the same cardholder

  @ER-HOLDER-03
  Scenario: A cardholder is found by its id
    Given a user "Ann" of the project
    When the project submits the KYC data of "Ann"
    And the project asks for that cardholder by its id
    Then it is served
    And the answer has texts as
      | registration_status |
      | kyc_status          |

  @ER-HOLDER-04
  Scenario Outline: KYC data without <member> is refused
    Given a user "Ann" of the project
    When the project submits the KYC data of "Ann" without <member>
    Then it is refused as "invalid_request"
    When the project asks for the cardholder of "Ann"
    Then it is refused as "cardholder_not_found"

    Examples:
      | member            |
      | first_name        |
      | last_name         |
      | birth_date        |
      | email             |
      | phone_number_full |
      | country_iso       |
      | kyc_data          |

  @ER-HOLDER-05
  Scenario Outline: <value> is no <member>
    Given a user "Ann" of the project
    When the project submits the KYC data of "Ann" with <member> "<value>"
    Then it is refused as "invalid_request"
    And the reason names "<member>"

    Examples:
      | member            | value      |
      | birth_date        | 1990-02-30 |
      | birth_date        | 31-01-1990 |
      | email             | ann        |
      | phone_number_full | 15550100   |
      | country_iso       | us         |
      | country_iso       | XX         |

  @ER-HOLDER-05
  Scenario: Somebody of 17 years is too young
    Given a user "Ann" of the project
    When the project submits the KYC data of "Ann" with a birth date 17 years ago
    Then it is refused as "invalid_request"
    And the reason names "birth_date"

  @ER-HOLDER-06
  Scenario: An unknown subprovider is refused
    Given a user "Ann" of the project
    When the project submits the KYC data of "Ann" to the subprovider "nobody"
    Then it is refused as "invalid_subprovider_id"

  @ER-HOLDER-09
  Scenario: A subprovider may still be named by its id
    Given a user "Ann" of the project
    When the project submits the KYC data of "Ann" by the id of the subprovider
    Then it is served

  @ER-HOLDER-07
  Scenario: A second cardholder at another subprovider
    Given an approved cardholder "Ann" of the project
    When the project submits the KYC data of "Ann" to another subprovider
    Then it is refused as "cardholder_already_exists" (reading "user") or served (reading "user-and-subprovider")

  @ER-KYC-01
  Scenario: A complete cardholder is approved after the review delay
    Given a user "Ann" of the project
    And the clock stands still
    And a review takes 60 seconds
    When the project submits the KYC data of "Ann"
    And the project asks for the cardholder of "Ann"
    Then the cardholder is
      | registration_status | pending |
      | kyc_status          | pending |
    When 59 seconds pass
    And the project asks for the cardholder of "Ann"
    Then the cardholder is
      | registration_status | pending |
      | kyc_status          | pending |
    When 1 second passes
    And the project asks for the cardholder of "Ann"
    Then the cardholder is
      | registration_status | active   |
      | kyc_status          | approved |
      | kyc_level           | basic    |
    And the answer has times as
      | registered_at |
      | activated_at  |

  @ER-KYC-02
  Scenario: A last name with Denied is rejected
    Given a user "Ann" of the project
    When the project submits the KYC data of "Ann" with last_name "Denied"
    And the project asks for the cardholder of "Ann"
    Then the cardholder is
      | registration_status | failed   |
      | kyc_status          | rejected |
      | activated_at        | null     |

  @ER-KYC-03
  Scenario Outline: The statuses of a cardholder who is <state> are in their lists
    Given a cardholder "Ann" of the project who is "<state>"
    When the project asks for the cardholder of "Ann"
    Then the statuses of the cardholder are in their lists

    Examples:
      | state    |
      | pending  |
      | approved |
      | rejected |
      | expired  |

  @ER-KYC-04
  Scenario Outline: No card for a cardholder who is <state>
    Given a cardholder "Ann" of the project who is "<state>"
    And the project notes its balance
    When the project orders a VUSD-STD card for "Ann"
    Then it is refused as "cardholder_not_active"
    And the balance of the project is unchanged

    Examples:
      | state     |
      | pending   |
      | rejected  |
      | suspended |
