Feature: Authentication of the partner API

  @PG-AUTH-02
  Scenario: A key that was never issued
    When the partner sends a read with a key that was never issued
    Then the answer is 401 "Invalid API key"
