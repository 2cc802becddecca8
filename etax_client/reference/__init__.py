"""Tables that come with the package: Chinese characters, countries, common passwords."""
