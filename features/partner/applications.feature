Feature: Card applications
  A person whom the back office prepared applies for cards.
  Source: partner-card-api, Individual card application.

  @PG-APPL-01
  Scenario: A prepared user applies
    Given a card user "Lena" of the partner
    When the partner applies for "Lena"
    Then createCardApplicationForPartnerUser succeeds
    And createCardApplicationForPartnerUser answers a whole number as "cardApplicationId"
    And createCardApplicationForPartnerUser answers a UUID as "cardApplicationExternalId"
    And createCardApplicationForPartnerUser answers a text as "applicationStatus"

  @PG-APPL-01 @needs:second-credential
  Scenario: A prepared user of the second partner applies with that one
    Given a card user "Lena" of the second partner
    When the second partner applies for "Lena"
    Then createCardApplicationForPartnerUser succeeds

  @PG-APPL-02
  Scenario: The answer echoes the card user
    Given a card user "Lena" of the partner
    When the partner applies for "Lena"
    Then createCardApplicationForPartnerUser succeeds
    And the applicant is "Lena"

  @PG-APPL-02
  Scenario: Each answer echoes its own card user
    Given a card user "Lena" of the partner
    And a card user "Omar" of the partner
    When the partner applies for "Lena"
    And the partner applies for "Omar"
    Then createCardApplicationForPartnerUser succeeds
    And the applicant is "Omar"

  @PG-APPL-03
  Scenario: Each application has ids of its own
    Given a card user "Lena" of the partner
    And a card user "Omar" of the partner
    When the partner applies for "Lena"
    And the partner applies for "Omar"
    Then both answers of createCardApplicationForPartnerUser differ in "cardApplicationId"
    And both answers of createCardApplicationForPartnerUser differ in "cardApplicationExternalId"
    And the partner sees an application with both ids of the answer

  @PG-APPL-03
  Scenario: The application can be read right away by both its ids
    Given a card user "Lena" of the partner
    And a card user "Mia" of the partner
    When the partner applies for "Mia"
    Then the partner sees an application with both ids of the answer
    When the partner applies for "Lena"
    Then createCardApplicationForPartnerUser succeeds
    And the partner sees an application with both ids of the answer

  @PG-APPL-04
  Scenario: The card_user_id that is shown is the cardUserId to send
    Given a card user "Lena" of the partner
    When the partner applies for "Lena" by the card_user_id that AgioCard_card_user shows
    Then createCardApplicationForPartnerUser succeeds
    And the applicant is "Lena"

  @PG-APPL-05
  Scenario: A SOC code is an occupation
    Given a card user "Lena" of the partner
    When the partner applies for "Lena" with occupation "15-1252"
    Then createCardApplicationForPartnerUser succeeds
    And the partner sees an application with both ids of the answer

  @PG-APPL-06
  Scenario: A SOC description is an occupation
    Given a card user "Lena" of the partner
    When the partner applies for "Lena" with occupation "Software Developers"
    Then createCardApplicationForPartnerUser succeeds
    And the partner sees an application with both ids of the answer

  @PG-APPL-07
  Scenario: Anything else is no occupation
    Given a card user "Lena" of the partner
    When the partner counts its applications
    And the partner applies for "Lena" with occupation "Professional dragon tamer 99-9999x"
    Then createCardApplicationForPartnerUser is refused
    And the partner has as many applications as before

  @PG-APPL-08
  Scenario: The terms of service have to be accepted
    Given a card user "Lena" of the partner
    When the partner counts its applications
    And the partner applies for "Lena" without accepting the terms of service
    Then createCardApplicationForPartnerUser is refused
    And the partner has as many applications as before

  @PG-APPL-09
  Scenario: An application is pending, and approved by the next read
    Given a card user "Lena" of the partner
    When the partner applies for "Lena"
    Then the "applicationStatus" of createCardApplicationForPartnerUser is "PENDING"
    And the partner sees the application of "Lena" with "application_status" "APPROVED"

  @PG-APPL-10
  Scenario: A user applies once
    Given a card user "Lena" of the partner
    When the partner applies for "Lena"
    Then createCardApplicationForPartnerUser succeeds
    When the partner counts its applications
    And the partner applies for "Lena"
    Then createCardApplicationForPartnerUser is refused
    And the partner has as many applications as before

  @PG-APPL-11 @needs:review
  Scenario: An application that needs verification tells where to complete it
    Given a card user "Vera" of the partner whose review ends in "needsVerification"
    When the partner applies for "Vera"
    Then createCardApplicationForPartnerUser succeeds
    And the partner sees a completion URL of the application of "Vera"

  @PG-APPL-11 @needs:review
  Scenario: An application that needs verification says so
    Given a card user "Vera" of the partner whose review ends in "needsVerification"
    And an approved application "another application" of the partner
    When the partner applies for "Vera"
    And the partner asks
      """
      { AgioCard_card_application { id application_status } }
      """
    Then each row of AgioCard_card_application has
      | id | application_status |
    And the partner sees the application of "Vera" with "application_status" "NEEDSVERIFICATION"
    When the partner asks
      """
      { AgioCard_card_user(where: {card_user_id: {_eq: "{Vera}"}}) { application_status } }
      """
    Then the answer is exactly
      """
      {"data": {"AgioCard_card_user": [{"application_status": "NEEDSVERIFICATION"}]}}
      """

  @PG-APPL-11
  Scenario: An approved application has nothing to complete
    Given a card user "Lena" of the partner
    When the partner applies for "Lena"
    Then createCardApplicationForPartnerUser succeeds
    And the partner sees no completion URL of the application of "Lena"

  @PG-APPL-13 @needs:review
  Scenario: A denied application says why
    Given a card user "Lena" of the partner whose review ends in "denied"
    When the partner applies for "Lena"
    Then createCardApplicationForPartnerUser succeeds
    And the partner sees the application of "Lena" with "application_status" "DENIED"
    And the partner sees a text as the "application_reason" of the application of "Lena"

  @PG-APPL-12
  Scenario: The first card makes an application active
    Given a card user "Lena" of the partner
    When the partner applies for "Lena"
    Then the partner sees the application of "Lena" with "application_status" "APPROVED"
    When the partner creates a virtual card "the card" for the application of "Lena"
    Then createCard succeeds
    And the partner sees the application of "Lena" with "application_status" "ACTIVE"
