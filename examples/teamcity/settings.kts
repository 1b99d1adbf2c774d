import jetbrains.buildServer.configs.kotlin.*
import jetbrains.buildServer.configs.kotlin.buildSteps.PowerShellStep
import jetbrains.buildServer.configs.kotlin.buildSteps.powerShell
import jetbrains.buildServer.configs.kotlin.triggers.vcs

version = "2024.12"

project {
    buildType(BuildImages)
}

object BuildImages : BuildType({
    name = "Build images"
    description = "Every image in dev and in prod, under one version, or in none"

    // The number of the build becomes the version: New-PairedAmi sets it for a single definition.
    buildNumberPattern = "%build.counter%"
    // Two builds of one version would meet.
    maxRunningBuilds = 1

    params {
        // Everything by env.*: an argument can be read by every user of the agent, and stands in its log.
        param("env.AMITOOLS_BUILD_NUMBER", "%build.counter%")
        param("env.AMITOOLS_PATH", "src")
        text("env.AMITOOLS_NAMES", "", label = "Definitions", description = "Names, with commas between; empty for all", allowEmpty = true)
        text("env.AMITOOLS_PARAMETERS", "", label = "Parameters", description = "KEY=VALUE lines that win over every file", allowEmpty = true)
        // TeamCity tells steps neither of these by itself.
        param("env.TEAMCITY_BUILD_BRANCH", "%teamcity.build.branch%")

        // environments.yaml names these prefixes: credentials: { environmentPrefix: DEV }
        param("env.DEV_AWS_ACCESS_KEY_ID", "")
        password("env.DEV_AWS_SECRET_ACCESS_KEY", "credentialsJSON:00000000-0000-0000-0000-000000000000")
        param("env.PROD_AWS_ACCESS_KEY_ID", "")
        password("env.PROD_AWS_SECRET_ACCESS_KEY", "credentialsJSON:00000000-0000-0000-0000-000000000000")
    }

    vcs {
        root(DslContext.settingsRoot)
        // git tells commit and remote; without a checkout on the agent, BUILD_VCS_NUMBER does.
        checkoutMode = CheckoutMode.ON_AGENT
    }

    steps {
        powerShell {
            name = "Build the pairs"
            edition = PowerShellStep.Edition.Core
            noProfile = true
            scriptMode = file {
                path = "teamcity/build.ps1"
            }
        }
        powerShell {
            name = "Repair what a stopped build left"
            executionMode = BuildStep.ExecutionMode.ALWAYS
            edition = PowerShellStep.Edition.Core
            noProfile = true
            scriptMode = file {
                path = "teamcity/repair.ps1"
            }
        }
    }

    triggers {
        vcs {
        }
    }

    failureConditions {
        executionTimeoutMin = 300
    }

    requirements {
        // An agent with PowerShell 7.4, Packer and this module.
        exists("env.PACKER_PATH")
    }
})
