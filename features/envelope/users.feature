Feature: Users
  Source: envelope-rest, Card issuing API; public: cardholder-creation, release-note.

  @ER-USER-01
  Scenario: A registered user can be read
    When the project registers "Ann"
    Then it is served
    When the project asks for the user "Ann"
    Then it is served

  @ER-USER-02
  Scenario: Members of a new user
    When the project registers "Ann"
    Then the answer has the members of a user

  @ER-USER-02
  Scenario: Members of a user who is read
    Given a user "Ann" of the project
    When the project asks for the user "Ann"
    Then the answer has the members of a user

  @ER-USER-03
  Scenario: The name under which a user is asked for
    Given a user "Ann" of the project
    When the project asks for "Ann" as user_id alone
    And the project asks for "Ann" as external_user_id alone
    Then what was served tells the reading
      | both   | either           |
      | first  | user-id          |
      | second | external-user-id |
