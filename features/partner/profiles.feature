Feature: Addresses of people and companies
  Source: the public API reference, updateCardUserProfile, updateCardCompanyAddress.

  @PG-PROF-01
  Scenario: The person behind an application moves
    Given an approved application "the application" of the partner
    When the partner moves the person of "the application"
    Then updateCardUserProfile succeeds

  @PG-PROF-01
  Scenario: The application shows where the person lives now
    Given an approved application "the application" of the partner
    When the partner moves the person of "the application"
    Then the partner sees the new address of the person of "the application"

  @PG-PROF-02
  Scenario: The company behind an application moves
    Given an approved application "the application" of the partner
    When the partner moves the company of "the application"
    Then updateCardCompanyAddress succeeds

  @PG-PROF-02
  Scenario: The company shows where it sits now
    Given an approved application "the application" of the partner
    When the partner moves the company of "the application"
    Then the partner sees the new address of a company

  @PG-SCOPE-09
  Scenario: Nobody moves another partner's person
    Given an approved application "their application" of the second partner
    When the partner moves the person of "their application"
    Then it is forbidden without telling why

  @PG-SCOPE-09
  Scenario: Nobody moves another partner's company
    Given an approved application "their application" of the second partner
    When the partner moves the company of "their application"
    Then it is forbidden without telling why
